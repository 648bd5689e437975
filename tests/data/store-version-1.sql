BEGIN TRANSACTION;
CREATE TABLE conversations (
	id VARCHAR(64) NOT NULL, 
	owner VARCHAR(200) NOT NULL, 
	title TEXT NOT NULL, 
	begun DATETIME NOT NULL, 
	used DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "conversations" VALUES('c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1','staff:li','风筝节怎么报名','2026-11-01 08:00:00.000000','2026-11-01 08:00:00.000000');
INSERT INTO "conversations" VALUES('c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2','browser:aa','灌溉用水怎么申请','2026-11-01 08:00:00.000000','2026-11-01 08:00:00.000000');
CREATE TABLE exchanges (
	id VARCHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	session VARCHAR(64) NOT NULL, 
	question TEXT NOT NULL, 
	standalone_question TEXT NOT NULL, 
	status VARCHAR(32) NOT NULL, 
	reason VARCHAR(32), 
	answer JSON NOT NULL, 
	generation VARCHAR(200) NOT NULL, 
	channel VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "exchanges" VALUES('4b17986ede1648ff8361ed402e561edf','2026-11-01 08:00:00.000000','c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1','风筝节怎么报名','风筝节怎么报名','answered',NULL,'{"schema_version": 1, "id": null, "question": "\u98ce\u7b5d\u8282\u600e\u4e48\u62a5\u540d", "standalone_question": "\u98ce\u7b5d\u8282\u600e\u4e48\u62a5\u540d", "status": "answered", "abstained": false, "reason": null, "answer": "\u7b54\uff1a\u98ce\u7b5d\u8282\u600e\u4e48\u62a5\u540d", "citations": [], "marks": [], "notices": [], "verification": {"claims": 0, "supported": 0, "removed": 0}, "mode": "extractive", "model": null, "suggestions": [], "index": "g1", "latency_ms": 0.0}','g1','page');
INSERT INTO "exchanges" VALUES('dc4670f90a6e4c3c86fffc210584902f','2026-11-01 08:01:00.000000','c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1','费用是多少','费用是多少','answered',NULL,'{"schema_version": 1, "id": null, "question": "\u8d39\u7528\u662f\u591a\u5c11", "standalone_question": "\u8d39\u7528\u662f\u591a\u5c11", "status": "answered", "abstained": false, "reason": null, "answer": "\u7b54\uff1a\u8d39\u7528\u662f\u591a\u5c11", "citations": [], "marks": [], "notices": [], "verification": {"claims": 0, "supported": 0, "removed": 0}, "mode": "extractive", "model": null, "suggestions": [], "index": "g1", "latency_ms": 0.0}','g1','page');
INSERT INTO "exchanges" VALUES('ab7ac2f4c78e458eb40a95b19c0b6aa2','2026-11-01 08:03:00.000000','c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2','灌溉用水怎么申请','灌溉用水怎么申请','answered',NULL,'{"schema_version": 1, "id": null, "question": "\u704c\u6e89\u7528\u6c34\u600e\u4e48\u7533\u8bf7", "standalone_question": "\u704c\u6e89\u7528\u6c34\u600e\u4e48\u7533\u8bf7", "status": "answered", "abstained": false, "reason": null, "answer": "\u7b54\uff1a\u704c\u6e89\u7528\u6c34\u600e\u4e48\u7533\u8bf7", "citations": [], "marks": [], "notices": [], "verification": {"claims": 0, "supported": 0, "removed": 0}, "mode": "extractive", "model": null, "suggestions": [], "index": "g1", "latency_ms": 0.0}','g1','page');
CREATE TABLE feedback (
	id INTEGER NOT NULL, 
	exchange_id VARCHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	session VARCHAR(64) NOT NULL, 
	vote VARCHAR(8) NOT NULL, 
	reason VARCHAR(32), 
	comment TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(exchange_id) REFERENCES exchanges (id) ON DELETE CASCADE
);
INSERT INTO "feedback" VALUES(1,'dc4670f90a6e4c3c86fffc210584902f','2026-11-01 08:02:00.000000','c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1','down','incomplete','少了一项');
CREATE TABLE store_schema (
	version INTEGER NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO "store_schema" VALUES(1);
CREATE INDEX ix_exchanges_session ON exchanges (session);
CREATE INDEX exchanges_in_order ON exchanges (at, id);
CREATE INDEX conversations_of_owner ON conversations (owner, used);
CREATE INDEX ix_feedback_exchange_id ON feedback (exchange_id);
COMMIT;
