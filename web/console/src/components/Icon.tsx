/** Drawn on a field of 24 by 24, with lines of 1.75. */
const paths = {
  blank: '',
  dashboard: 'M4 4h7v9H4zM13 4h7v5h-7zM13 12h7v8h-7zM4 16h7v4H4z',
  users: 'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2.5 20.5c.5-4 3-6 6.5-6s6 2 6.5 6M16 3.5a4 4 0 0 1 0 7.200M18 14.800c2 .9 3.2 2.8 3.5 5.7',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 21c.6-4.5 3.5-6.5 7.5-6.5s6.9 2 7.5 6.5',
  groups: 'M4 7a2 2 0 0 1 2-2h4l2 2.500h6a2 2 0 0 1 2 2V17a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2z',
  key: 'M8.5 19.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM11.7 11.8 20 3.5M16.5 7l3 3M14 9.5l2 2',
  enrolment: 'M4 6h16v12H4zM4.5 6.5 12 13l7.5-6.5',
  reader: 'M4 4h16v11H4zM9 20h6M12 15v5M9.5 9.500a3.5 3.5 0 0 1 5 0M7.7 7.5a6 6 0 0 1 8.6 0M12 11.800v.01',
  application: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM17 14v6M14 17h6',
  activity: 'M3 12h4l3-8 4 16 3-8h4',
  settings: 'M4 7h10M18 7h2M4 17h2M10 17h10M14 7a2 2 0 1 0 4 0 2 2 0 0 0-4 0zM6 17a2 2 0 1 0 4 0 2 2 0 0 0-4 0z',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  plus: 'M12 5v14M5 12h14',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 21 21',
  offline: 'M3 3l18 18M8.5 16a5 5 0 0 1 7 0M5 12.500a10 10 0 0 1 4-2.300M14 9.800c1.8.4 3.5 1.3 5 2.700M12 19.500v.01',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  left: 'm15 5-7 7 7 7',
  right: 'm9 5 7 7-7 7',
  up: 'm6 14 6-6 6 6',
  down: 'm6 10 6 6 6-6',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  alert: 'M12 3.5 2.5 20h19zM12 10v4.5M12 17.5v.01',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8v.01',
  card: 'M3 6h18v12H3zM3 10h18M7 14.5h4',
  phone: 'M7 3h10v18H7zM11 17.800h2',
  usb: 'M8 3h8v5H8zM6 8h12v9a4 4 0 0 1-4 4h-4a4 4 0 0 1-4-4zM12 13v.01',
  edit: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  download: 'M12 4v11M7 10.500l5 5 5-5M5 20h14',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2',
} as const;

export type IconName = keyof typeof paths;

/** A small picture beside a text that says the same. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
