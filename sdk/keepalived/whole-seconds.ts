/**
 * 1 to 255, the seconds that VRRPv2 can wait between advertisements: it knows no fractions, and keepalived makes of 0.2 a 1, with
 * a warning in its log. A number that is computed needs `as WholeSeconds`; the constructor checks it.
 */
export type WholeSeconds = Exclude<NumbersBelow<256>, 0>;

type NumbersBelow<End extends number, Counted extends number[] = []> = Counted["length"] extends End
  ? Counted[number]
  : NumbersBelow<End, [...Counted, Counted["length"]]>;
