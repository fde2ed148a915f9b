/** A success settles the earlier errors of the same primary record. */
trigger SyncRecordTrigger on Sync_Record__c(after insert, after update) {
    SyncRecordResolution.afterWrite(Trigger.newMap);
}
