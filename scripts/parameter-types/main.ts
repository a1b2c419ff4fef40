// A part of `npm run build`: writes the types of the estimators' hyper-parameters from their table, where it has changed.
import { writeParameterTypes } from "./parameter-types.ts";

for (const file of writeParameterTypes()) console.log(`parameter types: src/ml/estimators/${file}`);
