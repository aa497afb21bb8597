// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The commands of the command stream as an array, made from command.def, and
// one command with its operands.  Names are stored in the rows: see
// runtime/abi/options.h.  The texts are left to the documentation.
// Phase: any.
#pragma once
#include "runtime/abi/config.h"

namespace ckpt::stream {

enum class CommandId : u8 {
#define CKPT_COMMAND(id, name, operands, required, k1, k2, k3, moment, text) id,
#include "runtime/stream/command.def"
};

enum class Operand : u8 {
  kNone,
  kPath,
  kDescriptor,
  kMode,
  kHost,
  kPort,
  kStatus,
};

enum class Moment : u8 { kStart, kVacate, kAny };

inline constexpr size_t kMostOperands = 3;

struct CommandRow {
  CommandId id;
  Moment moment;
  u8 required;
  Operand kinds[kMostOperands];
  char name[16];
  char operands[16];

  constexpr size_t operand_count() const {
    size_t count = 0;
    while (count < kMostOperands && kinds[count] != Operand::kNone)
      ++count;
    return count;
  }
};

inline constexpr CommandRow kCommands[] = {
#define CKPT_COMMAND(id, name, operands, required, k1, k2, k3, moment, text)   \
  {CommandId::id,                                                              \
   Moment::moment,                                                             \
   required,                                                                   \
   {Operand::k1, Operand::k2, Operand::k3},                                    \
   name,                                                                       \
   operands},
#include "runtime/stream/command.def"
};

inline constexpr size_t kHostMax = 256; // a name has at most 253 (RFC 1035)

// One command that was understood.  What it has no operand for is zero.
struct Command {
  CommandId id;
  bool has_path;
  u16 port;
  i32 number;     // descriptor, or exit status
  u32 open_flags; // as open(2) takes them
  char path[kPathMax];
  char host[kHostMax];
};

} // namespace ckpt::stream
