import { useEffect, useState } from 'preact/hooks';
import { ask } from '../shared/api.ts';
import { Button } from '../shared/Button.tsx';
import { Copyable } from '../shared/Copyable.tsx';
import { type ReaderDriver, type ReaderPlatform, readerDrivers } from '../shared/documents.ts';
import { Notice } from '../shared/Notice.tsx';
import { Progress } from '../shared/Step.tsx';
import { common, explain } from '../shared/texts.ts';
import { commands, thisPlatform } from './platform.ts';
import { install } from './texts.ts';

/** What this PC needs before a card can be tapped here, and other systems behind a fold. Without `agent`, what a reader needs besides it. */
export function Drivers({ agent = false }: { agent?: boolean }) {
  const [platform, setPlatform] = useState(thisPlatform());
  const [answer, setAnswer] = useState<Awaited<ReturnType<typeof load>> | null>(null);
  const again = async () => {
    setAnswer(null);
    setAnswer(await load());
  };
  useEffect(() => void again(), []);
  if (!answer) return <Progress text={common.loading} />;
  if (!answer.ok) {
    return (
      <>
        <Notice {...explain(answer.failure)} />
        <Button kind="secondary" onPress={again}>
          {common.tryAgain}
        </Button>
      </>
    );
  }
  const drivers = answer.value.readerDrivers.filter((driver) => driver.platform === platform && (agent || driver.kind !== 'AGENT'));
  return (
    <>
      <p class="hint">{install.for[platform]}</p>
      {drivers.map((driver) => (
        <Driver key={driver.kind} driver={driver} />
      ))}
      <details class="other-systems">
        <summary>{install.other}</summary>
        <fieldset>
          <legend class="unseen">{install.otherLegend}</legend>
          {(Object.keys(install.for) as ReaderPlatform[]).map((name) => (
            <label key={name} class="toggle">
              <input type="radio" name="platform" checked={name === platform} onChange={() => setPlatform(name)} />
              <span>{install.for[name]}</span>
            </label>
          ))}
        </fieldset>
      </details>
    </>
  );
}

const load = () => ask(readerDrivers, {});

/** One thing that the PC needs. */
function Driver({ driver: { platform, kind, included, packages, version, address, bytes, sha256 } }: { driver: ReaderDriver }) {
  if (kind === 'PCSC_SERVICE') {
    return (
      <>
        <p>{install.service[platform]}</p>
        {!included && <Copyable text={commands.packages(packages)} />}
      </>
    );
  }
  if (kind === 'PCSC_ADDON') {
    const libraries = packages.filter((name) => name.startsWith('lib'));
    return (
      <>
        <p>{install.addOn}</p>
        {libraries.length > 0 && <Copyable text={commands.packages(libraries)} />}
        <Copyable text={commands.addOn(packages)} />
      </>
    );
  }
  if (!address || !sha256) return <p>{install.unbuilt}</p>;
  return (
    <>
      <p>
        {install.needs}{' '}
        <a href={install.nodeAddress} target="_blank" rel="noopener noreferrer">
          nodejs.org
        </a>
      </p>
      <p>
        <a class="button button-primary" href={address} download>
          {install.download(Math.ceil((bytes ?? 0) / 1000))}
        </a>
      </p>
      <p class="hint">
        {install.version} {version}. {install.sum}
      </p>
      <Copyable text={sha256} />
    </>
  );
}
