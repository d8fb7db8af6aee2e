/// Asks a vision language model about the image of a page, on servers of vLLM, llama.cpp or Ollama.
/// Knows nothing of pages, prompts or what an answer means.
@NullMarked
package io.pincite.ocr.internal.vllm;

import org.jspecify.annotations.NullMarked;
