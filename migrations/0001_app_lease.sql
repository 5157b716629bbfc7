CREATE TABLE `app_lease` (
	`id` integer PRIMARY KEY NOT NULL,
	`holder` text NOT NULL,
	`process` text NOT NULL,
	`beat` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `write_probes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`ballast` blob NOT NULL
);
