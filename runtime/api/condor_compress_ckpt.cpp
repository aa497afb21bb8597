// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// HTCondor compressed unless told otherwise.
extern "C" int condor_compress_ckpt;
int condor_compress_ckpt = 1;
