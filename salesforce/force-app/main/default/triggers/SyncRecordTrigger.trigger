/** Reports know what an error is about, a success settles the earlier errors of the same primary record, and new errors are told to those who mend them. */
trigger SyncRecordTrigger on Sync_Record__c(before insert, before update, after insert, after update) {
    SyncRecordWrites.follow(Trigger.operationType, Trigger.new, Trigger.oldMap);
}
