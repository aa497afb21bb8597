// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The run flags and environment variables as arrays, made from options.def,
// env.def and debug_levels.def.  Every text is stored in the row itself: a
// table of pointers would need relocations that a static-PIE has not done yet
// when the flags are read.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

enum class OptionMatch : u8 { kExact, kPrefix };
enum class OptionStatus : u8 { kWorks, kNotYet };

enum class OptionId : u8 {
#define CKPT_OPTION(id, match, spelling, operands, values, status, text) id,
#include "runtime/abi/options.def"
};

// The number of words, separated by single blanks.
constexpr size_t count_words(StringView text) {
  size_t count = text.empty() ? 0 : 1;
  for (char c : text)
    count += c == ' ';
  return count;
}

// Part `index` of the text cut at every `separator`; empty behind the last.
constexpr StringView nth_part(StringView text, char separator, size_t index) {
  for (; index; --index)
    text = text.drop(text.find(separator) + 1);
  return text.take(text.find(separator));
}

struct Option {
  OptionId id;
  OptionMatch match;
  OptionStatus status;
  char spelling[32];
  char operands[16];
  char values[64];
  char text[320];

  // How many of the following words belong to it.
  constexpr size_t operand_count() const {
    return match == OptionMatch::kPrefix ? 0 : count_words(operands);
  }
  // What stands between the spelling and the operands.
  constexpr StringView gap() const { return operand_count() ? " " : ""; }
};

inline constexpr Option kOptions[] = {
#define CKPT_OPTION(id, match, spelling, operands, values, status, text)       \
  {OptionId::id, OptionMatch::match, OptionStatus::status, spelling, operands, \
   values, text},
#include "runtime/abi/options.def"
};

inline constexpr size_t kMaxOperands = 2;

struct DebugLevelName {
  char name[16];
};

inline constexpr DebugLevelName kDebugLevelNames[] = {
#define CKPT_DEBUG_LEVEL(id, name) {name},
#include "runtime/abi/debug_levels.def"
};

struct EnvironmentVariable {
  OptionStatus status;
  char name[16];
  char text[256];
};

inline constexpr EnvironmentVariable kEnvironment[] = {
#define CKPT_ENV(id, name, status, text) {OptionStatus::status, name, text},
#include "runtime/abi/env.def"
};

inline constexpr char kCondorPrefix[] = "-_condor_";
inline constexpr char kCkptPrefix[] = "-_ckpt_";

// The words of -_condor_D_<LEVEL> and of the table are looked up by position.
static_assert(sizeof(kDebugLevelNames) / sizeof(kDebugLevelNames[0]) <= 64);

} // namespace ckpt
