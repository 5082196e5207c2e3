/** A card that is held to a reader. */
export const CardPicture = () => (
  <svg class="card-picture" viewBox="0 0 160 96" aria-hidden="true">
    <rect class="card-body" x="8" y="24" width="76" height="48" rx="7" />
    <path class="card-line" d="M20 58h22M20 40h12" />
    <path class="card-wave" d="M100 34q8 14 0 28" />
    <path class="card-wave" d="M114 26q13 22 0 44" />
    <path class="card-wave" d="M128 18q18 30 0 60" />
  </svg>
);
