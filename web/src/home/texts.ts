export const texts = {
  notSetUp: {
    title: 'Not set up yet',
    text: 'This server waits for its first owner.',
    next: 'Open the setup link that the server printed when it started.',
  },
  signedOut: { title: 'Welcome', text: 'This server hands out security keys to the people of an organisation.', button: 'Sign in' },
  signedIn: {
    title: 'You are signed in',
    roles: { OWNER: 'Owner', ADMIN: 'Administrator', HELPDESK: 'Help desk', AUDITOR: 'Auditor' },
    signOut: 'Sign out',
    work: 'Where to go on',
    api: 'People, groups and keys are managed through the GraphQL API at',
    token: 'A token for a script or a tool is made on the server with',
    docs: 'How to do both is written in the folder docs, which came with the server.',
  },
};
