export * from './failure';
export * from './port';
