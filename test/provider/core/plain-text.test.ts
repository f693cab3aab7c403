import { plainText } from "../../../provider/core/plain-text";

test.each([
  ["what clears the screen", "\u001b[2Jbad", "?[2Jbad"],
  ["what sets a window's title", "\u001b]0;owned\u0007<html>", "?]0;owned?<html>"],
  ["the eight-bit form of the same", "\u009b2J", "?2J"],
  ["a lone carriage return", "good\rbad", "good bad"],
  ["lines, which a CI may take for commands", "bad\r\n::error::x", "bad ::error::x"],
  ["what turns the direction of writing", "gnp\u202egpj.exe", "gnp?gpj.exe"],
])("of %s, nothing reaches the terminal", (_, foreign, plain) => {
  expect(plainText(foreign)).toBe(plain);
});

test("what can be read stays as it is, in any language", () => {
  expect(plainText("频率上限 `20`: zu schnell – 名前")).toBe("频率上限 `20`: zu schnell – 名前");
});
