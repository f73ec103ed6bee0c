import { errorAt, type Finding, warningAt } from '../../base/finding.js';

/** A line of a kickstart file. */
export interface Place {
  /** As a person knows it: `ks/ks.root.cfg`. */
  file: string;
  /** Counted from 1. */
  line: number;
}

/** An error at a line of a kickstart file. */
export function errorIn(place: Place, message: string, remedy: string): Finding {
  return { ...errorAt('', message, remedy), where: placeText(place) };
}

/** A warning at a line of a kickstart file. */
export function warningIn(place: Place, message: string, remedy: string): Finding {
  return { ...warningAt('', message, remedy), where: placeText(place) };
}

export function placeText({ file, line }: Place): string {
  return `${file}:${line}`;
}
