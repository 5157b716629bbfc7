const SHAPES = {
  hash: 'M6.5 2.5 5 13.500M11 2.500 9.500 13.500M2.500 6h11.500M2 10h11.500',
  lock: 'M4 7.500h8v6H4zM5.500 7.500V5a2.500 2.500 0 0 1 5 0v2.500',
  bolt: 'M9 1.500 3.500 9H8l-1 5.500L12.500 7H8z',
  smile: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM5.500 9.500a2.800 2.800 0 0 0 5 0M6 6v.5M10 6v.5',
  reply: 'M2.500 3h11v8H8l-3.500 2.500V11h-2z',
  dots: 'M3.500 8h.01M8 8h.01M12.500 8h.01',
  close: 'm3.500 3.500 9 9M12.500 3.500l-9 9',
  down: 'm4 6 4 4 4-4',
  send: 'M2.500 8 2 2.500 14 8 2 13.500 2.500 8zM2.500 8H8',
  inspect: 'M5 4 1.500 8 5 12M11 4l3.500 4-3.500 4M9 2.500l-2 11',
  window: 'M6.500 3.500h-4v9h10v-4M9.500 2.500h4v4M13.500 2.500l-6 6',
  check: 'm3 8.500 3.500 3.500L13 4.500',
  warning: 'M8 2 1.500 13.500h13zM8 6.500v3.500M8 12v.01',
  eye: 'M1.500 8S4 3.500 8 3.500 14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8zM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  pin: 'M9.500 1.500l5 5-2 .5-2.500 2.500-.5 3.500-6-6 3.500-.5L9.500 4zM6 10l-4.500 4.500',
  menu: 'M2 4h12M2 8h12M2 12h12',
  people: 'M8 8a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM3 14a5 5 0 0 1 10 0',
  image: 'M2 3h12v10H2zM2 11l3.500-3.500L9 11l2-2 3 3M10.500 6h.01',
} as const;

/** Beside words only: people who don't see it miss nothing. */
export function Icon({ name }: { name: keyof typeof SHAPES }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={SHAPES[name]} />
    </svg>
  );
}
