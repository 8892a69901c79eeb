/** An account that the demo posts for. */
export interface Persona {
  readonly id: string;
  /** Expected engagement rate of its posts, (0, 1]. */
  readonly expectedEngagementRate: number;
  /** What its views cost, in the account's currency. */
  readonly costPerView: number;
  readonly texts: readonly string[];
}

/** Invented people and brands. */
export const PERSONAS: readonly Persona[] = [
  {
    id: 'maya-runs',
    expectedEngagementRate: 0.06,
    costPerView: 0.004,
    texts: [
      'Your easy runs are too fast. Mine were for six years. Here is how I found out.',
      'Rain again. Nobody ever regretted the run, only the wet socks. Bring two pairs.',
      'A marathon plan that has one rule: never miss twice.',
      'What I eat before a long run, and the one thing that I will never eat again.',
      'Shoes do not make you faster. Sleep does. Eight hours, three weeks, tell me what happened.',
      'You do not need motivation. You need your shoes by the door.',
      'The hill behind the house taught me more than any coach. Tuesday, six repeats. Who is in?',
      'Ran my slowest 10k in years yesterday and enjoyed every metre of it.',
    ],
  },
  {
    id: 'kitchen-tom',
    expectedEngagementRate: 0.045,
    costPerView: 0.003,
    texts: [
      'Salt the water until it tastes of the sea. No, more than that.',
      'Three tins and an onion: dinner for four in eighteen minutes. Recipe below.',
      'The pan is not hot enough. Wait. Wait a little more. Now.',
      'Bread without kneading, for people who have a job. Twelve hours of doing nothing.',
      'My grandmother measured in handfuls. I finally weighed her hands. Results inside.',
      'Stop throwing away the stalks. Ten minutes and they are the best part of the soup.',
      'One knife, one board, one pot. Everything else in that drawer is decoration.',
      'If your omelette is brown, we can still be friends, but we have to talk.',
    ],
  },
  {
    id: 'orbit-ines',
    expectedEngagementRate: 0.035,
    costPerView: 0.005,
    texts: [
      'Tonight at 21:40 the station crosses the whole sky. Look west, and wave.',
      'There is a storm on Jupiter that is older than any country. A thread.',
      'We sent a probe past Pluto with less memory than your doorbell.',
      'Why the Moon looks larger at the horizon: it does not. Hold up a coin and see.',
      'A day on Venus is longer than its year. Mondays there would be something.',
      'Every photo of a black hole is a photo of what it could not eat.',
      'The quietest place we know is not in space. It is a room in Minnesota.',
      'Seven telescopes that you can point yourself, from your sofa, for nothing.',
    ],
  },
  {
    id: 'fjell-outdoor',
    expectedEngagementRate: 0.08,
    costPerView: 0.006,
    texts: [
      'We repaired 4,112 jackets last year. That is 4,112 that nobody had to make.',
      'Guess the weight of this tent. The closest answer gets it.',
      'New color. We asked 300 of you, and you chose moss. You were right.',
      'A sleeping bag is warm because of the air in it. Here is how to keep it there.',
      'Field test: nine days, one pair of trousers, no washing. Report attached.',
      'The cheapest upgrade for any backpack costs nothing: take things out.',
      'Our warranty in one sentence: if it breaks, we mend it.',
      'Where shall we send the next test team? North is not an answer. Further north is.',
    ],
  },
];

/** How a variant's audience takes it; the names are those of the simulated audiences at fake-threads. */
export const AUDIENCES = [
  { name: 'winner', weight: 3 },
  { name: 'average', weight: 5 },
  { name: 'bursty', weight: 2 },
  { name: 'late_drop', weight: 2 },
  { name: 'loser', weight: 4 },
  { name: 'silent_loser', weight: 2 },
] as const;
export type AudienceName = (typeof AUDIENCES)[number]['name'];
