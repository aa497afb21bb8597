// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What clang and opt load: registration only.
//
// Behind all optimisations, where calls by pointers have become plain ones;
// with -flto that is at compile time, since linkers load no plugin.
#include "passes/site_notes.h"
#include "passes/syscall_sites.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Passes/PassPlugin.h"

using namespace llvm;

namespace {

void add_passes(PassBuilder &builder) {
  builder.registerPipelineParsingCallback(
      [](StringRef name, ModulePassManager &manager,
         ArrayRef<PassBuilder::PipelineElement>) {
        if (name != ckpt::pass::kPassName)
          return false;
        manager.addPass(ckpt::pass::SyscallSites());
        return true;
      });
  builder.registerOptimizerLastEPCallback(
      [](ModulePassManager &manager, auto &&...) {
        manager.addPass(ckpt::pass::SyscallSites());
      });
}

} // namespace

extern "C" LLVM_ATTRIBUTE_WEAK PassPluginLibraryInfo llvmGetPassPluginInfo() {
  return {LLVM_PLUGIN_API_VERSION, "ckpt_compile", CKPT_VERSION, add_passes};
}
