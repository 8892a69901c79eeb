import { Mark } from '../system/mark';

interface Props {
  result: { readonly ok: boolean; readonly problem: string | null };
}

/** What the source answered to a test. */
export function TestResult({ result: { ok, problem } }: Props) {
  return <Mark isWell={ok} words={ok ? 'The source answers: address and token work.' : (problem ?? '')} />;
}
