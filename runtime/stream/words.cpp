// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/stream/words.h"

namespace ckpt::stream {

namespace {

// A carriage return too: the line may come from another system's editor.
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// ISO C 6.4.4.4, the escapes of one character.
constexpr char kEscapes[] = "a\ab\bf\fn\nr\rt\tv\v\\\\\"\"''??";

unsigned digit(char c) {
  if (c >= '0' && c <= '9')
    return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f')
    return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F')
    return static_cast<unsigned>(c - 'A' + 10);
  return 99;
}

Lexed refuse(StringView what, Reason &why) {
  why.set(what);
  return Lexed::kError;
}

Lexed finish(const Word &word, Reason &why) {
  if (!word.cut())
    return Lexed::kWord;
  why.set("a word is too long; at most ", kPathMax - 1,
          " characters are possible");
  return Lexed::kError;
}

} // namespace

Lexed Words::next(Word &word, Reason &why) {
  word.clear();
  while (!rest_.empty() && is_blank(rest_[0]))
    rest_ = rest_.drop(1);
  if (rest_.empty() || rest_[0] == '#')
    return Lexed::kEnd;
  return rest_[0] == '"' ? quoted(word, why) : plain(word, why);
}

Lexed Words::plain(Word &word, Reason &why) {
  size_t size = 0;
  for (; size < rest_.size && !is_blank(rest_[size]); ++size)
    if (rest_[size] == '"')
      return refuse("a quote stands inside a word; put the whole word into "
                    "quotes", why);
  word.add(rest_.take(size));
  rest_ = rest_.drop(size);
  return finish(word, why);
}

Lexed Words::quoted(Word &word, Reason &why) {
  rest_ = rest_.drop(1);
  while (!rest_.empty() && rest_[0] != '"') {
    char c = rest_[0];
    rest_ = rest_.drop(1);
    if (c != '\\')
      word.add(c);
    else if (!escape(word, why))
      return Lexed::kError;
  }
  if (rest_.empty())
    return refuse("a closing quote is missing", why);
  rest_ = rest_.drop(1);
  if (!rest_.empty() && !is_blank(rest_[0]))
    return refuse("a blank is missing behind a closing quote", why);
  return finish(word, why);
}

// Behind a backslash.
bool Words::escape(Word &word, Reason &why) {
  char c = rest_.empty() ? '\0' : rest_[0];
  if (digit(c) < 8)
    return code(word, 8, 3, why);
  if (c == 'x') {
    rest_ = rest_.drop(1);
    return code(word, 16, 2, why);
  }
  for (size_t i = 0; kEscapes[i]; i += 2) {
    if (kEscapes[i] != c)
      continue;
    word.add(kEscapes[i + 1]);
    rest_ = rest_.drop(1);
    return true;
  }
  why.set("a backslash stands before what is no escape of C; write two");
  return false;
}

bool Words::code(Word &word, size_t base, size_t most, Reason &why) {
  size_t value = 0, digits = 0;
  while (digits < most && digits < rest_.size && digit(rest_[digits]) < base)
    value = value * base + digit(rest_[digits++]);
  rest_ = rest_.drop(digits);
  if (digits && value && value < 256) {
    word.add(static_cast<char>(value));
    return true;
  }
  why.set("an escape stands for no character of a name");
  return false;
}

} // namespace ckpt::stream
