#include "modules/module.h"

#include <dlfcn.h>

namespace assay {

Module<void> load_module(const std::string& name) {
  // Without a folder the name is looked for in the program's run path.
  const std::string file = "assay-" + name + "-" ASSAY_VERSION ".so";
  void* const module = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  const void* const table = module == nullptr ? nullptr : ::dlsym(module, "assay_module");
  return {table, table == nullptr ? ::dlerror() : ""};
}

}  // namespace assay
