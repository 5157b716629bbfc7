CREATE TABLE `check_ups` (
	`id` integer PRIMARY KEY NOT NULL,
	`due_at` integer NOT NULL
);
