DROP INDEX `deliveries_due`;--> statement-breakpoint
DROP INDEX `deliveries_next`;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `method` text DEFAULT 'chat.postMessage' NOT NULL;--> statement-breakpoint
CREATE INDEX `deliveries_next` ON `deliveries` (`lane`,`method`,"is_taken" desc,`priority`,`id`) WHERE "deliveries"."failed_at" is null;--> statement-breakpoint
ALTER TABLE `deliveries` DROP COLUMN `due_at`;--> statement-breakpoint
ALTER TABLE `cards` ADD `editing` text DEFAULT 'open' NOT NULL;--> statement-breakpoint
ALTER TABLE `storms` ADD `editing` text DEFAULT 'open' NOT NULL;--> statement-breakpoint
ALTER TABLE `storms` DROP COLUMN `drawn_at`;--> statement-breakpoint
UPDATE `deliveries` SET `method` = 'chat.update'
  WHERE (`kind` = 'card' AND `card_id` IN (SELECT `id` FROM `cards` WHERE `ts` IS NOT NULL))
    OR (`kind` = 'storm' AND `storm_id` IN (SELECT `id` FROM `storms` WHERE `ts` IS NOT NULL));--> statement-breakpoint
UPDATE `deliveries` SET `attempts` = 0, `in_doubt_since` = `in_doubt_since` - 86400000;
