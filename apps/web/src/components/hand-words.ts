/** What a person can do to a variant, as it is said. */
export const HAND_WORDS = {
  kill: {
    button: 'Kill',
    done: 'killed',
    does: 'Removes the variant from the pool and cancels its scheduled posts.',
    color: 'kill',
  },
  stop: {
    button: 'Stop',
    done: 'no longer monitored',
    does: 'Ends monitoring. The variant stays in the pool.',
    color: 'gray',
  },
  protect: {
    button: 'Protect',
    done: 'protected',
    does: 'Exempts the variant from automatic kills. Monitoring continues.',
    color: 'accent',
  },
  unprotect: {
    button: 'Unprotect',
    done: 'no longer protected',
    does: 'Automatic kills apply again from the next check.',
    color: 'accent',
  },
  approve: {
    button: 'Approve the kill',
    done: 'killed',
    does: 'Kills the variant, as the rules ask.',
    color: 'kill',
  },
  dismiss: {
    button: 'Dismiss',
    done: 'protected',
    does: 'Cancels the kill and protects the variant from now on.',
    color: 'accent',
  },
  revive: {
    button: 'Restore',
    done: 'in the pool again',
    does: 'Returns the variant to the pool and restores its upcoming scheduled posts.',
    color: 'good',
  },
} as const;

export type HandAction = keyof typeof HAND_WORDS;
