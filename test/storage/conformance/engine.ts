/** Somewhere to store in that nobody else uses. */
export interface Place {
  /** As in DATABASE_URL. */
  url: string;
  /** Nothing has ever been stored there, also for those who have it open. To open it anew takes far longer. */
  empty(): Promise<void>;
  remove(): Promise<void>;
}

/** An engine that the suite is run against: all that it has to give is places to store in. */
export interface Engine {
  name: string;
  place(): Promise<Place>;
}
