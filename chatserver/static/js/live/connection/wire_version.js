/** Which version of the wire these scripts speak; the server says with 4426 where that is too old. */

export const WIRE_VERSION = 1;
