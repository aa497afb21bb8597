// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Flags given at link time count, CKPT_FLAGS and the command line come later.
//
// RUN: %ckpt --ckpt-default='-_condor_ckpt linked.ckpt' %cc %s -o %t
// RUN: %t 2> %t.err && test ! -s %t.err
// RUN: %t -_condor_relocatable 2>&1 | FileCheck --check-prefix=LINKED %s
// RUN: CKPT_FLAGS='-_condor_ckpt env.ckpt' %t -_condor_relocatable 2>&1 | \
// RUN:   FileCheck --check-prefix=ENV %s
// RUN: CKPT_FLAGS='-_condor_ckpt env.ckpt' %t -_condor_ckpt argv.ckpt 2>&1 | \
// RUN:   FileCheck --check-prefix=ARGV %s
//
// LINKED: Condor: Notice: Will checkpoint to {{.*}}linked.ckpt
// ENV: Condor: Notice: Will checkpoint to {{.*}}env.ckpt
// ARGV: Condor: Notice: Will checkpoint to {{.*}}argv.ckpt
int main(void) { return 0; }
