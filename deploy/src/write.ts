// Brings the files up to date that are made from code.
import { generatedFiles } from './generated';
import { writeText } from './repository';

for (const [path, text] of generatedFiles()) writeText(path, text);
