import type { Request, WizardState } from './state.js';

/** Asks the world outside for something. */
export function ask(state: WizardState, request: Request): WizardState {
  return {
    ...state,
    requests: [...state.requests, { ...request, id: state.nextRequest }],
    nextRequest: state.nextRequest + 1,
  };
}
