export type { Counters } from './audience';
export type { Fault, FaultKind, MalformedShape } from './fault';
export type { Scenario, ScenarioName } from './scenarios';
export { SCENARIO_NAMES, SCENARIOS } from './scenarios';
export { type FakeThreads, type FakeThreadsOptions, startFakeThreads } from './server';
export type { AudienceSettings } from './settings';
