// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What entry.S and embed.S define.  Hidden, so that addresses are taken
// relative to the code and not from a table that a static-PIE relocates later.
// Phase: any.
#pragma once
#include "runtime/abi/image.h"

#pragma GCC visibility push(hidden)
extern "C" {
void __ckpt_signal_entry(); // SA_SIGINFO handler: switches stacks first
void __ckpt_restore_rt();   // SA_RESTORER
void __ckpt_on_own_stack(void (*function)(void *), void *argument);
// The caller has it already, and has blocked every signal.
void __ckpt_on_claimed_stack(void (*function)(void *), void *argument);
void __ckpt_resume();       // where the restorer ends
void __ckpt_thread_resume(); // where a restored thread begins
// Frees the runtime's own stack; frame 0: the thread ends.
[[noreturn]] void __ckpt_leave(ckpt::u64 frame);
ckpt::i64 __ckpt_create_task(ckpt::u64 flags, ckpt::u64 tid_address,
                             ckpt::u64 tls, ckpt::u64 start, void *argument);
ckpt::i64 __ckpt_clone_and_call(void (*function)(void *), void *argument);

ckpt::i64 __ckpt_clone_beside(void (*function)(void *), void *argument,
                              void *stack_top);
ckpt::i64 __ckpt_clone_apart(void (*function)(void *), void *argument,
                             void *stack_top, ckpt::u32 *word);

// The runtime's own stack, in pages that no image holds.
extern char __ckpt_work_start[], __ckpt_work_end[], __ckpt_stack_top[];
extern char __ckpt_keeper_stack_top[];
// Behind it in the same pages: what is handed over at a restart, and kept
// nowhere else.  kSecretSize bytes.
extern ckpt::u8 __ckpt_secret[];

extern const char __ckpt_restorer_blob[], __ckpt_restorer_blob_end[];
extern ckpt::image::ProgramNote __ckpt_program_note;
}
#pragma GCC visibility pop

namespace ckpt {
inline constexpr size_t kSecretSize = 64;
}
