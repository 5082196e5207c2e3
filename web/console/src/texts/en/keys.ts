export const keys = {
  title: 'Security keys',
  lead: 'Every key that was ever given, the newest first.',
  search: 'Search keys',
  searchHint: 'Key, or its person’s name, email or username',
  columns: { name: 'Key', person: 'Person', status: 'Status', activated: 'Activated', used: 'Last used', created: 'Given' },
  filters: { kind: 'Kind', status: 'Status', person: 'Person', any: 'Any', clear: 'Clear the filters' },
  neverUsed: 'None recorded',
  empty: {
    title: 'No keys yet',
    text: 'Give somebody their first key in New User, or on their page.',
    nothingFits: 'No key fits',
    nothingFitsText: 'Choose other filters.',
  },
};
