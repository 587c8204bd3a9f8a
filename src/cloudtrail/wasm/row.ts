// What a row of the scanner says of a record.

// Byte places.
export const ROW_END: usize = 4;
export const ROW_KIND: usize = 8;
export const ROW_TIME_STATE: usize = 12;
export const ROW_TIME: usize = 16;
export const ROW_ID_START: usize = 24;
export const ROW_ID_END: usize = 28;
export const ROW_ID_HASH: usize = 32;
export const ROW_PARAMETERS: usize = 40;
export const ROW_PARAMETERS_END: usize = 44;
export const ROW_FIELDS: usize = 48;
export const FIELD_COUNT: u32 = 23;
/** Behind the fields. */
export const ROW_MARK: usize = 140;
export const ROW_IDENTITY: usize = 144;
export const ROW_IDENTITY_END: usize = 148;
export const ROW_IDENTITY_NUMBER: usize = 152;

export const KIND_EVENT: u32 = 0;
export const KIND_STRING: u32 = 1;
export const KIND_OTHER: u32 = 2;
export const KIND_OBJECT: u32 = 3;

export const MARK_PASSED: u32 = 1;

export const TIME_PARSED: u32 = 1;
export const TIME_ODD: u32 = 2;
