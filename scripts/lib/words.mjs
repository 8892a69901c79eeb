/**
 * @typedef {object} Word What Cull's plain English does without.
 * @property {RegExp} finds Case-insensitive; a line that matches is a finding.
 * @property {string} use What to write instead.
 */

/** Old-fashioned connectors, and sentences that read as if translated. */
const CONNECTORS = [
  ['anew', 'again'],
  ['whoever|whomever|whosoever', 'anyone who, or name the person'],
  ['(?:told|tell|tells|telling) of', 'notified about, reports'],
  ['for ever', 'forever, indefinitely'],
  ['by now', 'already, so far'],
  [', so that [^.:;]*\\bmay\\b', ', so … can'],
  ['(?:called|named) so', 'called that'],
  [
    '(?<!both )(?:some |one |each |all |none |many |most |two |,)of which|, of (?:which|whom)',
    'two sentences',
  ],
  ['mistold', 'wrong, misreported'],
  ['let(?:s|ting)? go of', 'release, releases'],
  ['taken out|takes? (?:it|them) out', 'the variant leaves the pool'],
  ['(?:watched|looked at|look|looks|read) on(?= to| until| after|[.,;]|$)', 'monitoring continues'],
  ['(?:sees?|seen|seeing) to(?! be| have)', 'handles, handled'],
  ['hold(?:s)? for (?:all|the|a|every|each|live|this|that|it|them)', 'applies to'],
  ['(?:is|are|was|were) not well', 'unhealthy'],
  ['in force', 'active, applies'],
  ['beside', 'next to, with'],
  ['in the light of', 'given'],
  ['what (?:came|comes) of', 'the result'],
  ['(?:goes?) on by (?:itself|themselves)', 'resumes, continues'],
  ['held against', 'compared with'],
  ['all the same', 'anyway, still'],
  ['speaks? of', 'names, is about'],
  ['to whom|of whom|from whom', 'name the person'],
  ['come(?:s)? to (?:its|an|their) end', 'ends'],
  ['many an?', 'many'],
  [
    'whilst|amongst|amidst|hence|thus|thereby|whereby|whereof|thereof|wherein|therein|whereupon|lest',
    'a plain word',
  ],
  ['henceforth|hitherto|nought|ere|albeit|whence|whither|notwithstanding', 'a plain word'],
];

/** Cull's words for its own things, where another word was in use. `docs/glossary.md` says what they mean. */
const TERMS = [
  ['hoped-for', 'expected'],
  ['kill (?:line|bar)s?', 'kill threshold'],
  ['warn line', 'warn threshold'],
  ['(?:kills?|killed) by rules', 'auto-kill, automatic kills'],
  [
    'regrets?|regretted (?:kills?|ones)|(?:be|is|are) regretted(?=[.,;]| by| in|$)|counted as regretted',
    'false kill',
  ],
  ['(?:the|a|no) breaker', 'the circuit breaker'],
  ['re-admit(?:s|ted)?', 'restore'],
  [
    '(?:each|every|next|first|last|(?<!worth |take )a) look(?= |[.,;]|$)(?! like|-)|looks (?:a|per) second',
    'check',
  ],
];

/** US spelling. */
const SPELLING = [
  ['(?:re)?colou?r(?<=our)(?:s|ed|ing|ful)?', 'color'],
  ['neighbour(?:s|ing)?', 'neighbor'],
  ['behaviours?', 'behavior'],
  ['favour\\w*|honour\\w*', 'favor, honor'],
  ['(?:re)?initialis\\w+|realis(?:e|es|ed|ing)|recognis\\w+|organis\\w+|optimis(?:e|es|ed|ing|er)', '-ize'],
  ['normalis\\w+|serialis\\w+|summaris\\w+|prioritis\\w+|analys(?:e|ed|ing)', '-ize, -yze'],
  ['e-mails?', 'email'],
  ['licence|catalogue|programme|grey', 'license, catalog, program, gray'],
  ['towards|afterwards', 'toward, afterward'],
];

const wordOf = ([pattern, use]) => ({ finds: new RegExp(`(?<![\\w-])(?:${pattern})(?![\\w-])`, 'i'), use });

/** @type {Word[]} */
export const WORDS = [
  ...[...CONNECTORS, ...TERMS, ...SPELLING].map(wordOf),
  {
    finds: /\d %(?=[.,;:)|]|$| (?:of|and|or|to|is|are|in|at|below|above|more|less)\b)/,
    use: 'no space before a percent sign: 50%',
  },
];

/**
 * @param {string} text Of a file.
 * @returns {{ line: number, said: string, use: string }[]} What it should say otherwise, in the order of its lines.
 */
export function findWords(text) {
  return text.split('\n').flatMap((content, index) =>
    WORDS.flatMap(({ finds, use }) => {
      const match = finds.exec(content);
      // A name such as `aNew` is no word.
      return match && !/[a-z][A-Z]/.test(match[0]) ? [{ line: index + 1, said: match[0], use }] : [];
    }),
  );
}
