import type { Activation } from '../shared/documents.ts';
import { welcome } from './texts.ts';

/** Who invites whom, and to what. */
export const Invitation = ({ activation: { personName, inviterName, organisation, kind } }: { activation: Activation }) => (
  <p class="lead">
    {welcome.greeting} <bdi>{personName}</bdi>.{' '}
    {inviterName && (
      <>
        <bdi>{inviterName}</bdi> {welcome.at}{' '}
      </>
    )}
    <strong>
      <bdi>{organisation}</bdi>
    </strong>{' '}
    {welcome.invites(kind)}
  </p>
);

/** What the person will do, and what the settings of the key mean for them. */
export function WhatHappens({ activation }: { activation: Activation }) {
  const { kind, smartphone } = activation;
  const steps = smartphone?.verification === 'PIN' ? welcome.stepsWithPin : welcome.steps[kind];
  return (
    <>
      <section aria-label={welcome.whatHappens}>
        <h2>{welcome.whatHappens}</h2>
        <ol class="steps">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
      <GoodToKnow activation={activation} />
    </>
  );
}

/** What the settings of the key mean for the person. */
export function GoodToKnow({ activation }: { activation: Activation }) {
  const sentences = welcome.settings(activation);
  if (sentences.length === 0) return null;
  return (
    <section aria-label={welcome.goodToKnow}>
      <h2>{welcome.goodToKnow}</h2>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}

const asTime = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' });

/** Until when the link works, in the reader's own time. */
export const Expiry = ({ activation: { expiresAt } }: { activation: Activation }) => (
  <p class="hint">
    {welcome.workingUntil} <time dateTime={expiresAt}>{asTime.format(new Date(expiresAt))}</time>.
  </p>
);
