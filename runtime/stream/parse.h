// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One line of the command stream to a command.  Pure: no system calls, no
// allocation.
//   words are separated by blanks; a word that begins with a double quote is a
//   string as C writes it; where a word begins, # starts a comment
//   numbers as C writes them: 12, 0x1f, 0644
//   open modes: r w a r+ w+ a+ as fopen(3), or open(2)'s flags as a number
// Phase: any.  Needs: the line without its '\n'.
// Errors: `why` names the command and what is wrong with it.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/stream/command.h"

namespace ckpt::stream {

enum class Parsed : u8 { kNothing, kCommand, kError };

[[nodiscard]] Parsed parse_command(StringView line, Command &command,
                                   Reason &why);

// Whether the command is understood at `now` (kStart or kVacate).
[[nodiscard]] bool allowed(CommandId id, Moment now, Reason &why);

// Blank or a comment: nothing is lost if it is cut.
bool says_nothing(StringView line);

} // namespace ckpt::stream
