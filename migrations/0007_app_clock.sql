CREATE TABLE `app_clock` (
	`id` integer PRIMARY KEY NOT NULL,
	`boot` text,
	`ahead` integer NOT NULL,
	`slept` integer NOT NULL,
	`seen_at` integer NOT NULL
);
