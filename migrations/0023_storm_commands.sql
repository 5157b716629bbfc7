ALTER TABLE `storm_acknowledgements` ADD `command` text;--> statement-breakpoint
ALTER TABLE `storm_acknowledgements` ADD `filter` text;