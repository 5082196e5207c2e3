export const texts = {
  noLink: {
    title: 'Open the demo link',
    text: 'This page needs the whole link, and its secret is not in the address any more: it is taken out at once.',
    next: 'Use the link once more: the demo prints it when it starts.',
  },
  refused: {
    title: 'This link does not open a demo',
    next: 'Use the link that the demo printed when it was last started. A demo is started by: npm start -- --demo',
  },
};
