// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The command stream's descriptor, and the commands that come from it.  The
// descriptor is the runtime's own: the program has it under no number that
// would be handed out or closed by chance, and no image holds it.
// Phase: pre-libc, signal.  Needs: state; one thread.
// Errors: false, and `why`.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/ckpt/state.h"
#include "runtime/stream/command.h"
#include "runtime/stream/reader.h"

// stream_descriptor() for the shims of what closes descriptors, which spare it
// (phase: normal, signal).  Exported from the merged object.
extern "C" int __ckpt_stream_descriptor();

namespace ckpt {

// Takes `fd` over: `fd` itself is free afterwards; one of 0 to 2, where a hole
// would be filled by the program's next file, becomes /dev/null.
bool keep_stream(int fd, Reason &why);

// The kept descriptor gets another number: this one is wanted.
bool move_stream(Reason &why);

// -1: there is none, or the program has closed it.
int stream_descriptor();

// The next command that is right and allowed now.  Those that are not, each
// have a line on stderr that names `line`, and are passed over.
enum class Next : u8 { kCommand, kEndOfFile, kSilent };
Next next_command(stream::Source &source, stream::Moment now, u32 &line,
                  stream::Command &command);

// A command was right and could not be obeyed.
void report_command(u32 line, const Reason &why);

} // namespace ckpt
