CREATE TABLE `__new_deliveries` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uuid` text NOT NULL,
	`connection_id` integer NOT NULL,
	`lane` text NOT NULL,
	`priority` integer NOT NULL,
	`kind` text NOT NULL,
	`work` text NOT NULL,
	`thread` text,
	`detail` text,
	`method` text DEFAULT 'chat.postMessage' NOT NULL,
	`created_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`in_doubt_since` integer,
	`is_taken` integer DEFAULT false NOT NULL,
	`failed_at` integer,
	`error` text,
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `__new_deliveries`("id", "uuid", "connection_id", "lane", "priority", "kind", "work", "thread", "detail", "method", "created_at", "attempts", "in_doubt_since", "is_taken", "failed_at", "error")
  SELECT d."id", d."uuid", d."connection_id", d."lane", d."priority", d."kind",
    d."kind" || ':' || coalesce(d."card_id", d."storm_id", d."notice_id"),
    CASE
      WHEN d."kind" = 'line' AND d."failed_at" IS NULL AND c."storm_id" IS NOT NULL THEN 'storm:' || c."storm_id"
      WHEN d."card_id" IS NOT NULL THEN 'card:' || d."card_id"
      WHEN d."storm_id" IS NOT NULL THEN 'storm:' || d."storm_id"
    END,
    CASE d."kind"
      WHEN 'line' THEN json_object('eventId', d."event_id")
      WHEN 'notice' THEN json_object('connectionId', n."connection_id", 'to', n."slack_user_id", 'notice', json(n."notice"))
    END,
    d."method", d."created_at", d."attempts", d."in_doubt_since", d."is_taken", d."failed_at", d."error"
  FROM `deliveries` d LEFT JOIN `cards` c ON c."id" = d."card_id" LEFT JOIN `notices` n ON n."id" = d."notice_id";--> statement-breakpoint
CREATE TABLE `__said_lines` AS SELECT "id", "delivery_id" FROM `storm_lines` WHERE "delivery_id" IS NOT NULL;--> statement-breakpoint
UPDATE `storm_lines` SET "delivery_id" = NULL;--> statement-breakpoint
DROP TABLE `deliveries`;--> statement-breakpoint
ALTER TABLE `__new_deliveries` RENAME TO `deliveries`;--> statement-breakpoint
UPDATE `storm_lines` SET "delivery_id" = (SELECT said."delivery_id" FROM `__said_lines` said WHERE said."id" = `storm_lines`."id");--> statement-breakpoint
DROP TABLE `__said_lines`;--> statement-breakpoint
DROP TABLE `notices`;--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_waiting` ON `deliveries` (`work`) WHERE "deliveries"."detail" is null and "deliveries"."is_taken" = 0 and "deliveries"."failed_at" is null;--> statement-breakpoint
CREATE INDEX `deliveries_messages` ON `deliveries` (`lane`) WHERE "deliveries"."work" = "deliveries"."thread" and "deliveries"."is_taken" = 0 and "deliveries"."failed_at" is null;--> statement-breakpoint
CREATE INDEX `deliveries_next` ON `deliveries` (`lane`,`method`,"is_taken" desc,`priority`,`id`) WHERE "deliveries"."failed_at" is null;--> statement-breakpoint
CREATE INDEX `deliveries_work` ON `deliveries` (`work`);--> statement-breakpoint
CREATE INDEX `deliveries_thread` ON `deliveries` (`thread`) WHERE "deliveries"."failed_at" is null;--> statement-breakpoint
CREATE INDEX `deliveries_failed` ON `deliveries` (`failed_at`) WHERE "deliveries"."failed_at" is not null;
