// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The words of a line of the command stream; runtime/stream/parse.h says how
// they are written.  Pure.
// Phase: any.
// Errors: kError, and `why` says what is wrong.
#pragma once
#include "runtime/abi/config.h"
#include "runtime/abi/text.h"

namespace ckpt::stream {

// Long enough for every path.  Holds no NUL.
using Word = Text<kPathMax>;

enum class Lexed : u8 { kWord, kEnd, kError };

class Words {
public:
  explicit Words(StringView line) : rest_(line) {}
  [[nodiscard]] Lexed next(Word &word, Reason &why);

private:
  Lexed plain(Word &word, Reason &why);
  Lexed quoted(Word &word, Reason &why);
  bool escape(Word &word, Reason &why);
  bool code(Word &word, size_t base, size_t most, Reason &why);

  StringView rest_;
};

} // namespace ckpt::stream
