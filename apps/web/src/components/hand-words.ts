/** What a person can do to a variant, as it is said. */
export const HAND_WORDS = {
  kill: {
    button: 'Kill',
    done: 'killed',
    does: 'Takes it out of the pool and cancels its scheduled posts.',
    colour: 'kill',
  },
  stop: {
    button: 'Stop',
    done: 'no longer monitored',
    does: 'Ends the monitoring; the variant stays in the pool.',
    colour: 'gray',
  },
  protect: {
    button: 'Protect',
    done: 'protected',
    does: 'Takes it out of the rules’ reach; it is watched on.',
    colour: 'accent',
  },
  unprotect: {
    button: 'Unprotect',
    done: 'no longer protected',
    does: 'The rules may kill it again from the next check on.',
    colour: 'accent',
  },
  approve: {
    button: 'Approve the kill',
    done: 'killed',
    does: 'Carries out the kill that the rules ask for.',
    colour: 'kill',
  },
  dismiss: {
    button: 'Dismiss',
    done: 'protected',
    does: 'Drops the kill that the rules ask for, and protects the variant from now on.',
    colour: 'accent',
  },
  revive: {
    button: 'Restore',
    done: 'in the pool again',
    does: 'Puts it back into the pool, with the scheduled posts that are still to come.',
    colour: 'good',
  },
} as const;

export type HandAction = keyof typeof HAND_WORDS;
