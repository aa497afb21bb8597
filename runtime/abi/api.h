// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the functions of ckpt.h (runtime/api/) ask of the runtime; exported from
// the merged object.
// Phase: pre-libc, normal, signal.  Never: touches libc, changes errno.
#pragma once

namespace ckpt::api {

// kPutOff: a vacate that came while checkpoints were put off.
enum Request : int { kCheckpoint, kVacate, kPutOff };
enum Variable : int { kRestartCount, kWriteSpeed };

} // namespace ckpt::api

extern "C" {

// A checkpoint now, in the calling thread: done, refused or put off when it
// returns.  Returns in the restarted process too.
void __ckpt_request(ckpt::api::Request request);

// Puts checkpoints off (1), lets them happen again (-1) or neither (0).  Returns how
// often they are put off then.
int __ckpt_hold(int change);
int __ckpt_is_deferred();

// Becomes what the newest image holds.  Returns only if there is none that can
// be restarted from; a line has said why.
void __ckpt_restart(char *const *environment);

// Where images go from now on: a file, or a descriptor when `name` is null.
void __ckpt_set_image(const char *name, int descriptor);
void __ckpt_set_relocatable(int on);

// As -_condor_warning KIND MODE; 0: one of the words is not known.
int __ckpt_set_warning(const char *kind, const char *mode);

// The program has this variable.
void __ckpt_know_variable(ckpt::api::Variable which, void *address);
}
