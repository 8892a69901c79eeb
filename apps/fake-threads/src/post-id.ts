import { hash } from './random';
import { SCENARIO_NAMES, type ScenarioName } from './scenarios';

/** What a published post's id says about it. */
export interface PostIdParts {
  /** Epoch milliseconds. */
  readonly publishedAt: number;
  /** Null for an audience that was given by hand. */
  readonly scenario: ScenarioName | null;
  /** Tells apart the posts of one millisecond, [0, 1,000,000). */
  readonly sequence: number;
  /** Of the account that published it, [0, 10,000); null for the default profile. */
  readonly owner: number | null;
}

const PATTERN = /^(\d{13})(\d)(\d{6})(\d{4})?(\d{2})$/;
const BY_HAND = 9;

/**
 * The id of a post: digits only, as in the Threads API.
 *
 * It carries the moment of publishing, the scenario and the owner, so that this server, which keeps nothing on disk, knows its
 * posts again after a restart. Two check digits that depend on the seed keep other numbers out.
 */
export function encodePostId(seed: string, { publishedAt, scenario, sequence, owner }: PostIdParts): string {
  const kind = scenario === null ? BY_HAND : SCENARIO_NAMES.indexOf(scenario);
  const whose = owner === null ? '' : String(owner).padStart(4, '0');
  const body = `${String(publishedAt).padStart(13, '0')}${kind}${String(sequence).padStart(6, '0')}${whose}`;
  return body + checkDigits(seed, body);
}

/** The parts of an id made with the same seed; null for anything else. */
export function decodePostId(seed: string, postId: string): PostIdParts | null {
  const [, publishedAt, kind, sequence, owner, check] = PATTERN.exec(postId) ?? [];
  if (publishedAt === undefined || kind === undefined || sequence === undefined) return null;
  if (checkDigits(seed, publishedAt + kind + sequence + (owner ?? '')) !== check) return null;
  const scenario = SCENARIO_NAMES[Number(kind)] ?? null;
  return {
    publishedAt: Number(publishedAt),
    scenario,
    sequence: Number(sequence),
    owner: owner === undefined ? null : Number(owner),
  };
}

function checkDigits(seed: string, body: string): string {
  return String(hash(`${seed}:${body}`) % 100).padStart(2, '0');
}
