import type { LaunchOptions } from '@playwright/test';

/** An installed Chromium that keeps to itself; `CHROMIUM_PATH` names it. */
export const LAUNCH_OPTIONS: LaunchOptions = {
  ...(process.env.CHROMIUM_PATH !== undefined && { executablePath: process.env.CHROMIUM_PATH }),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
};
