/** Text from logs made fit for a terminal: what every output needs, under the name that commands know it by. */
export { bytesText, clean, csvCell, jsonText, numberText, some, timeJson, timeText } from '../../text.ts';
