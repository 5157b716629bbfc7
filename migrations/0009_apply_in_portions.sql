CREATE TABLE `unfinished_applies` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`before` text NOT NULL,
	`restarts_escalations` integer NOT NULL,
	`done_through` integer DEFAULT 0 NOT NULL,
	`through` integer NOT NULL
);
