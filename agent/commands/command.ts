/** What a command was given: its words, its options, and where the state lies. */
export interface Given {
  folder: string;
  words: readonly string[];
  options: {
    server?: string;
    code?: string;
    name?: string;
    user?: string;
    uid?: string[];
    reader?: string;
    technology?: string;
    format?: string;
    bytes?: string;
    wedge?: string[];
    port?: string;
    rssi?: string;
    uuid?: string;
    fido2?: boolean;
    simulated?: boolean[];
    'no-local'?: boolean;
    'no-pcsc'?: boolean;
    'no-radio'?: boolean;
    'simulated-radio'?: boolean;
    force?: boolean;
    json?: boolean;
  };
}

/** What a command has to say: for people, and with --json for programs. */
export interface Said {
  text: string;
  json: unknown;
}

export interface Command {
  usage: string;
  about: string;
  /** Loads what runs it, which gives what to print, or null where it has printed already, and throws AgentError. */
  load(): Promise<(given: Given) => Promise<Said | null>>;
}
